"""A memo API that keeps its memos in memory."""

from fastapi import FastAPI
from pydantic import BaseModel


class Memo(BaseModel):
    text: str


app = FastAPI()
memos: list[Memo] = []


@app.get("/memos")
def list_memos() -> list[Memo]:
    return memos


@app.post("/memos", status_code=201)
def add_memo(memo: Memo) -> Memo:
    memos.append(memo)
    return memo
