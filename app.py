"""What gunicorn and flask load."""

from widget import create_app

app = create_app()
