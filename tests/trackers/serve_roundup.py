"""Serves a tracker by Roundup's own WSGI application; runs in Roundup's environment.

roundup-server would do, but refuses root and needs another user who can reach all of its files.
"""

import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server

from roundup.cgi.wsgi_handler import RequestDispatcher


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


home, port = sys.argv[1:]
make_server("127.0.0.1", int(port), RequestDispatcher(home), server_class=Server).serve_forever()
