# syntax=docker/dockerfile:1

# The package is the same on all platforms. It is built and installed on the builder's platform, so that no stage needs emulation.
FROM --platform=$BUILDPLATFORM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run package

FROM --platform=$BUILDPLATFORM node:24.21.0-bookworm-slim AS install
WORKDIR /app
COPY package-lock.json scripts/image/locked-versions.mjs /package/
COPY --from=build /build/dist/boardcast-*.tgz /package/
RUN node /package/locked-versions.mjs /package/package-lock.json > package.json \
  && npm install --ignore-scripts --omit=dev --no-audit --no-fund /package/boardcast-*.tgz \
  && mkdir /data

FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    PATH=/app/node_modules/.bin:$PATH \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data \
    SQLITE_TMPDIR=/data
COPY --from=install /app /app
COPY --from=install --chown=1000:1000 /data /data
USER 1000:1000
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --start-interval=2s \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["boardcast"]
