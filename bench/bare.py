"""What the door is measured against: a Flask route that reads the body and answers JSON."""

from __future__ import annotations

from flask import Flask, request

app = Flask(__name__)


@app.post("/")
def read() -> tuple[dict[str, int], int]:
    return {"bytes": len(request.get_data())}, 201
