"""What is measured: each figure in words, with what it is compared with and its goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One thing that is measured. A goal is the most that it may come to; less is better."""

    ko: str
    en: str
    unit: str = "×"
    goal: float | None = None

    def text(self, language: str) -> str:
        """Return what it is, in one of the guide's languages."""
        return self.ko if language == "ko" else self.en


FIGURES = {
    "proving.wall": Figure(
        "예제 여덟 개의 검증 ÷ 같은 명령을 준비된 샌드박스에서 셸 스크립트로 차례로 실행",
        "verifying eight examples ÷ the same commands as shell scripts, one after another, "
        "in a warm sandbox",
        goal=0.6,
    ),
    "proving.all": Figure(
        "모든 예제의 검증 ÷ 같은 명령을 준비된 샌드박스에서 셸 스크립트로 차례로 실행",
        "verifying all examples ÷ the same commands as shell scripts, one after another, "
        "in a warm sandbox",
        goal=0.6,
    ),
    "proving.step": Figure(
        "짧은 명령 서른 개: 셸 스크립트보다 한 단계에 더 걸리는 시간. 샌드박스 비우기 포함",
        "thirty quick commands: what a step takes longer than in a shell script, "
        "emptying the sandbox included",
        "ms",
        3,
    ),
    "proving.between": Figure(
        "짧은 명령 서른 개: 비운 샌드박스에서 한 단계에 더 걸리는 시간",
        "thirty quick commands: what a step takes longer in a sandbox that is empty already",
        "ms",
        3,
    ),
    "reproving.nothing": Figure(
        "바뀐 것이 없을 때의 livedoc record. 엔진은 쓰지 않음",
        "livedoc record with nothing changed; no engine is used",
        "s",
        1,
    ),
    "reproving.edit": Figure(
        "예제 하나를 고친 뒤의 livedoc record ÷ 그 예제의 명령만",
        "livedoc record after one example was edited ÷ that example's own commands",
        goal=1.15,
    ),
    "reproving.watch": Figure(
        "예제 하나를 고친 뒤 WATCH=1이 다시 기록할 때까지 ÷ 그 예제의 명령만",
        "from an edit until WATCH=1 has recorded it ÷ that example's own commands",
        goal=1.15,
    ),
    "building.site": Figure(
        "사이트 빌드 ÷ 매크로의 출력을 붙여 넣은 같은 페이지들의 빌드 (CPU)",
        "building the site ÷ building the same pages with the macros' output pasted in (CPU)",
        goal=1.05,
    ),
    "building.memory": Figure(
        "사이트 빌드가 쓰는 메모리", "memory of a build of the site", "MiB", 300
    ),
    "building.edit": Figure(
        "페이지 하나를 고친 뒤 미리보기에 보일 때까지",
        "from an edit of a page until the preview shows it",
        "s",
        1,
    ),
    "growth.page": Figure(
        "페이지당 시간: 1000페이지 ÷ 50페이지, 두 언어 (CPU)",
        "time for a page: of 1000 pages ÷ of 50 pages, in two languages (CPU)",
        goal=1.1,
    ),
    "growth.defaults": Figure(
        "1000페이지 빌드 ÷ Material, i18n, macros 기본 설정의 빌드 (CPU)",
        "building 1000 pages ÷ the same with the defaults of Material, i18n and macros (CPU)",
        goal=0.35,
    ),
    "growth.page200": Figure(
        "페이지당 시간: 200페이지 ÷ 50페이지, 두 언어 (CPU)",
        "time for a page: of 200 pages ÷ of 50 pages, in two languages (CPU)",
        goal=1.1,
    ),
    "growth.page2000": Figure(
        "페이지당 시간: 2000페이지 ÷ 50페이지, 두 언어 (CPU)",
        "time for a page: of 2000 pages ÷ of 50 pages, in two languages (CPU)",
        goal=1.1,
    ),
    "growth.memory": Figure(
        "1000페이지를 두 언어로 빌드할 때의 메모리",
        "memory of building 1000 pages in two languages",
        "MiB",
        300,
    ),
    "growth.load100": Figure(
        "예제 100개 읽고 지문 뜨기 (CPU)", "loading and fingerprinting 100 examples (CPU)", "s"
    ),
    "growth.load1000": Figure(
        "예제 1000개 읽고 지문 뜨기 (CPU)", "loading and fingerprinting 1000 examples (CPU)", "s"
    ),
    "growth.load5000": Figure(
        "예제 5000개 읽고 지문 뜨기 (CPU)", "loading and fingerprinting 5000 examples (CPU)", "s", 2
    ),
    "starting.sandbox": Figure("샌드박스가 준비될 때까지", "until a sandbox is ready", "s", 3),
    "starting.images": Figure(
        "이미지가 이미 있을 때의 livedoc images", "livedoc images with all images there", "s", 3
    ),
    "peers.livedoc": Figure(
        "livedoc: 준비된 샌드박스에서 (비우기 포함)",
        "livedoc, in a warm sandbox that is emptied first",
        "ms",
    ),
    **{
        f"peers.{name}": Figure(f"{name}: 시작 시간 포함", f"{name}, its start included", "ms")
        for name in ("byexample", "prysk", "cog", "markdown-exec", "pytest")
    },
}


def summary(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the median of what was measured, the least and the most."""
    return median(values), min(values), max(values)


def digits(value: float, unit: str) -> str:
    """Return a value with as many digits as say something, with its unit."""
    number = f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}"
    return f"{number}{unit}" if unit == "×" else f"{number} {unit}"
