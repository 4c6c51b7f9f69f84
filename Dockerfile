# One image for every service: `node scripts/service.mjs <name>` chooses.
FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY . .
RUN node scripts/build.mjs
USER node
ENTRYPOINT ["node", "scripts/service.mjs"]
