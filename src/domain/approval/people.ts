import type { Approvers } from '../accounts.ts';
import { PeopleUnavailable } from '../errors.ts';
import type { People, Person } from './ports.ts';

/** A person, and the first of an account's approver groups that he is in. */
export interface Who {
  readonly person: Person;
  readonly group?: string;
}

/** Undefined when Slack does not answer: then nobody is anybody. */
export async function whoIs(people: People, userId: string, groups: Approvers['groups']): Promise<Who | undefined> {
  try {
    const person = await people.person(userId);
    for (const group of groups) {
      if ((await people.groupMembers(group)).includes(userId)) return { person, group };
    }
    return { person };
  } catch (error) {
    if (error instanceof PeopleUnavailable) return undefined;
    throw error;
  }
}
