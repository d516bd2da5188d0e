"""How gunicorn serves Sotto. GUNICORN_CMD_ARGS changes it where it must differ, such as another --bind."""

import os
import sys

from widget.settings import Settings, SettingsError

try:
    settings = Settings.from_environment(os.environ)
except SettingsError as problem:
    sys.exit(f"Sotto cannot start: {problem}")

bind = f"127.0.0.1:{settings.port}"
# gthread with time limits for slow clients.
worker_class = "widget.doors.serving.PatientWorker"
workers = settings.web_processes
threads = settings.web_threads
# Longer than a proxy keeps its connections, so that none is closed under a request that it sends.
keepalive = 75
graceful_timeout = 30
# The application writes a line per request, without addresses and paths; gunicorn's own log is scrubbed.
accesslog = None
errorlog = "-"
logger_class = "widget.logs.server.ScrubbedLogger"
# The control socket would let whoever can open it restart or resize the service.
control_socket_disable = True
# No header is believed here: the application believes as many proxies as it was told of.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers = {}
# Bodies are small; heads need no more than a browser's.
limit_request_line = 2048
limit_request_fields = 64
limit_request_field_size = 4096
