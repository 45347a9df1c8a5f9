# One image for both roles: AURORA_ROLE=bot or worker; without it, both. REDIS_URL is needed: no Redis is inside.
FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Optional packages too: the compiler's binary is one.
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
RUN npm run build

FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional

FROM node:26-slim
# Both ports serve /healthz and /readyz; with SLACK_SIGNING_SECRET the first one takes Slack's requests, too.
ENV NODE_ENV=production AURORA_PORT=3000 AURORA_WORKER_PORT=3001
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
# The rasteriser's binary is an optional package of its own, one for each platform.
COPY --from=build /app/node_modules/@resvg node_modules/@resvg
COPY --from=build /app/dist dist
COPY scripts/healthcheck.js scripts/
USER node
EXPOSE 3000 3001
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["node", "scripts/healthcheck.js"]
CMD ["node", "--enable-source-maps", "dist/start.js"]
