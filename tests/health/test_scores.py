"""What `make bench-health` measures with."""

import json

from bench.health.scores import without_points
from widget.health.detector import DATA, Detector


def test_the_reference_knows_sure_terms_alone() -> None:
    data = json.loads(DATA.read_bytes())
    whole, plain = Detector(data), without_points(data)
    assert plain.scan("I take lisinopril").health
    story = "sweating through my sheets"
    assert whole.scan(story).health
    assert not plain.scan(story).health
