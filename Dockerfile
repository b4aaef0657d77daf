# The companion: its bundle and the wasm files beside it on Node, nothing else. Built by npm run deploy:companion.
FROM node:26-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
# esbuild's own binary comes with its package for this platform; no other script is run.
COPY scripts scripts
COPY src src
RUN node scripts/companion.mjs --build

FROM node:26-slim
ENV NODE_ENV=production TT_HOST=0.0.0.0 PORT=8080
WORKDIR /service
COPY --from=build /build/dist/companion ./
# Files belong to root: the service cannot change itself.
USER node
EXPOSE 8080
CMD ["node", "--max-old-space-size=512", "main.cjs"]
