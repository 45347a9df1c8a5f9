import type { DigestStore } from '../domain/digest/ports.ts';
import type { Subject, View } from '../domain/message.ts';
import type { FindingStore } from '../domain/ports.ts';

export interface DigestRecords {
  readonly digests: Pick<DigestStore, 'edition' | 'page'>;
  readonly findings: Pick<FindingStore, 'get'>;
}

type DigestSubject = Extract<Subject, { kind: 'digest' | 'digest-pages' }>;

/** What a digest said, and of what its thread lists how things are now. */
export async function digestView(
  { digests, findings }: DigestRecords,
  subject: DigestSubject,
): Promise<View | undefined> {
  const { digestId } = subject;
  const edition = await digests.edition(digestId);
  if (edition?.content === undefined) return undefined;
  if (subject.kind === 'digest') {
    const { content, pictureId = '' } = edition;
    return { kind: 'digest', digestId, content, ...(pictureId === '' ? {} : { pictureId }) };
  }
  const told = await digests.page(digestId, subject.filter, subject.page);
  if (told === undefined) return undefined;
  return {
    kind: 'digest-pages',
    digestId,
    date: edition.date,
    told,
    findings: await Promise.all(told.told.map(({ findingId }) => findings.get(findingId))),
  };
}
