"""A memo API that keeps its memos in PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
from fastapi import FastAPI
from pydantic import BaseModel

PASSWORD = Path("/run/secrets/db-password")


class Memo(BaseModel):
    text: str


def connect() -> psycopg.Connection:
    # Host, user and database come from PGHOST, PGUSER and PGDATABASE.
    return psycopg.connect(password=PASSWORD.read_text().strip())


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    with connect() as db:
        db.execute("CREATE TABLE IF NOT EXISTS memo (id serial PRIMARY KEY, text text NOT NULL)")
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/memos")
def list_memos() -> list[Memo]:
    with connect() as db:
        rows = db.execute("SELECT text FROM memo ORDER BY id").fetchall()
    return [Memo(text=text) for (text,) in rows]


@app.post("/memos", status_code=201)
def add_memo(memo: Memo) -> Memo:
    with connect() as db:
        db.execute("INSERT INTO memo (text) VALUES (%s)", (memo.text,))
    return memo
