# Build: a virtual environment with the locked packages. Nothing of this stage's tools is in the image that runs.
FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/frontdesk
COPY requirements.lock pyproject.toml README.md LICENSE ./
COPY bot ./bot
RUN /opt/frontdesk/bin/pip install --no-cache-dir -c requirements.lock . \
 && /opt/frontdesk/bin/pip uninstall -y pip setuptools

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin frontdesk
# SQLite keeps the store beside the configuration, so the folder is the bot's own.
RUN install --directory --owner=10001 --mode=0750 /etc/frontdesk
COPY --from=build /opt/frontdesk /opt/frontdesk
ENV PATH=/opt/frontdesk/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    FRONTDESK_CONFIG=/etc/frontdesk/frontdesk.toml \
    FRONTDESK_SERVICE__HOST=0.0.0.0 \
    FRONTDESK_SERVICE__PORT=8080
USER 10001
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["frontdesk", "serve"]
