# HitCraft Chat Analyzer as a container image; docs/deployment/containers.md tells how to run it.
# Any image with Node 24, npm and glibc will do as the base: --build-arg NODE_IMAGE=…
ARG NODE_IMAGE=node:24-slim

# What running needs, and nothing that building or testing needs.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY web/package.json web/
# Without the page's workspace: the page is bundled, and its second Node stays out of the image.
RUN npm ci --omit=dev --workspaces=false

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY web/package.json web/
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY tools/copy-data.ts tools/bundle-sdks.ts tools/
COPY web web
RUN npm run build

FROM ${NODE_IMAGE} AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules node_modules
COPY bin bin
COPY samples/2025-03-10 samples/2025-03-10
COPY samples/2025-03-11 samples/2025-03-11
COPY samples/2025-03-12 samples/2025-03-12
COPY --from=build /app/dist dist
COPY --from=build /app/web/dist web/dist
# The program belongs to root and is read-only to the user it runs as, whose own is the volume alone.
RUN ln -s /app/bin/hitcraft.js /usr/local/bin/hitcraft \
  && chmod 755 /app/bin/hitcraft.js \
  && install -d -o 1000 -g 1000 -m 700 /var/lib/hitcraft
USER 1000:1000
# All folders are relative to the working directory unless they are set.
WORKDIR /var/lib/hitcraft
VOLUME /var/lib/hitcraft
EXPOSE 8096
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8096) + '/api/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["hitcraft"]
CMD ["serve"]
