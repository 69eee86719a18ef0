# vaultlint in a container: docker run --rm --network none -v "$PWD:/vault:ro" vaultlint
# The base is pinned by its digest; what is installed has the versions and hashes of requirements.txt.
FROM python:3.13-slim@sha256:6771159cd4fa5d9bba1258caf0b82e6b73458c694d178ad97c5e925c2d0e1a91 AS build
WORKDIR /source
COPY requirements.txt ./
RUN python -m venv /opt/vaultlint \
    && /opt/vaultlint/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt
COPY pyproject.toml hatch_build.py README.md LICENSE CHANGELOG.md ./
COPY vaultlint vaultlint
RUN /opt/vaultlint/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim@sha256:6771159cd4fa5d9bba1258caf0b82e6b73458c694d178ad97c5e925c2d0e1a91
RUN apt-get update \
    && apt-get install --no-install-recommends --yes git \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 --shell /usr/sbin/nologin vaultlint
COPY --from=build /opt/vaultlint /opt/vaultlint
ENV PATH=/opt/vaultlint/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /vault
ENTRYPOINT ["vaultlint"]
CMD ["check"]
