"""Tests of the memo API, through HTTP requests that need no server."""

from fastapi.testclient import TestClient

from main import app

client = TestClient(app)


def test_starts_without_memos() -> None:
    assert client.get("/memos").json() == []


def test_keeps_a_memo() -> None:
    added = client.post("/memos", json={"text": "hello"})
    assert added.status_code == 201
    assert client.get("/memos").json() == [{"text": "hello"}]
