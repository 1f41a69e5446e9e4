# Ramz as an image: Bun, the sources and their packages, nothing else. No shell, no root, nothing to write but /opt/ramz/data.
# docs/how-to/run-in-a-container.md says how it is built, pinned by digest and run.

# Both images are of one release of Bun, the one that package.json asks for.
ARG BUN_BUILD=docker.io/oven/bun:1.4.5-slim
ARG BUN_RUN=docker.io/oven/bun:1.4.5-distroless

FROM ${BUN_BUILD} AS build
WORKDIR /opt/ramz
COPY package.json bun.lock bunfig.toml ./
# TypeScript is a peer that Ramz never loads, and Bun reads neither declarations nor maps: half of the size.
RUN bun install --frozen-lockfile --production --ignore-scripts \
  && rm -rf node_modules/typescript node_modules/@typescript node_modules/@types \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete \
  && mkdir -p /owned/data
COPY LICENSE ./
COPY domain domain
COPY adapters adapters
COPY app app

FROM ${BUN_RUN}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Ramz" \
  org.opencontainers.image.description="Self-hosted phone verification: one-time codes through a fallback chain of SMS providers." \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
COPY --from=build /opt/ramz /opt/ramz
# The user nonroot of distroless images; a number, so that Kubernetes can see that it is not root.
# What is copied gets this owner, the folder that it is copied into does not: hence a folder around `data`.
COPY --from=build --chown=65532:65532 /owned /opt/ramz
WORKDIR /opt/ramz
# Production unless the container says otherwise: console mode shows codes, so it must be asked for.
ENV NODE_ENV=production
USER 65532:65532
# Where the default store is, sqlite:./data/ramz.db.
VOLUME ["/opt/ramz/data"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s --retries=3 \
  CMD ["/usr/local/bin/bun", "/opt/ramz/app/main.ts", "health"]
ENTRYPOINT ["/usr/local/bin/bun", "/opt/ramz/app/main.ts"]
CMD ["serve"]
