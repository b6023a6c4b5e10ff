// Plays a step again: its lines come when they came at the recording. Loaded with the first click on a button.
// Space or Enter on the button pauses and goes on; Escape ends it. The block keeps its size, and at the end its text.
window.guide.replay = (() => {
  "use strict";

  const LONGEST_PAUSE = 2; // seconds; who waits longer learns nothing
  const TEXTS = {
    ko: {
      play: "기록한 속도로 다시 보기",
      pause: "잠시 멈춤",
      go: "이어서 보기",
      hide: "줄마다 걸린 시간 숨기기",
      show: "줄마다 걸린 시간 보기",
      at: (now, all) => `${now} / ${all}초`,
    },
    en: {
      play: "Play it again at the recorded speed",
      pause: "Pause",
      go: "Resume",
      hide: "Hide the times of the lines",
      show: "Show the times of the lines",
      at: (now, all) => `${now} / ${all} s`,
    },
  };
  const t = TEXTS[document.documentElement.lang] || TEXTS.en;
  const playing = new WeakMap();
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function label(button, words, state) {
    button.title = words;
    button.setAttribute("aria-label", words);
    button.dataset.state = state;
  }

  // "0.5 13 0.6 4" → a time for each line.
  function times(terminal) {
    const numbers = terminal.dataset.arrivals.split(" ").map(Number);
    const result = [];
    for (let n = 0; n < numbers.length; n += 2) {
      result.push(...Array(numbers[n + 1]).fill(numbers[n]));
    }
    return result;
  }

  class Replay {
    constructor(terminal, button) {
      this.terminal = terminal;
      this.button = button;
      this.samps = [...terminal.querySelectorAll(".terminal-output samp")];
      this.whole = this.samps.map((samp) => samp.innerHTML);
      this.lines = this.whole.flatMap((html) => html.split("\n")); // each is whole in itself
      this.head = this.whole[0].split("\n").length;
      this.times = times(terminal);
      this.total = this.times.at(-1);
      this.now = 0;
      this.box = this.samps[0].closest("pre");
      this.rest = terminal.querySelector("details.terminal-rest");
      this.clock = document.createElement("span");
      this.clock.className = "terminal-clock";
      this.clock.setAttribute("aria-hidden", "true");
      this.onKey = (event) => event.key === "Escape" && this.end();
    }

    begin() {
      this.box.style.height = `${this.box.getBoundingClientRect().height}px`;
      if (this.rest) this.rest.open = false;
      this.terminal.classList.add("is-replayed");
      this.button.before(this.clock);
      this.terminal.addEventListener("keydown", this.onKey);
      this.go();
    }

    go() {
      label(this.button, t.pause, "playing");
      this.before = performance.now();
      this.frame = requestAnimationFrame((at) => this.tick(at));
    }

    pause() {
      cancelAnimationFrame(this.frame);
      this.frame = null;
      label(this.button, t.go, "paused");
    }

    tick(at) {
      const next = this.times.find((time) => time > this.now) ?? this.total;
      this.now += Math.max(0, at - this.before) / 1000;
      this.before = at;
      // A long wait goes on where only so much of it is left; the clock tells the recorded time.
      this.now = Math.max(this.now, Math.min(next - LONGEST_PAUSE, this.total));
      this.draw();
      if (this.now >= this.total) this.end();
      else this.frame = requestAnimationFrame((then) => this.tick(then));
    }

    draw() {
      const come = this.times.filter((time) => time <= this.now).length;
      const count = Math.min(come, this.lines.length); // empty lines at the end are not shown
      if (count !== this.drawn) {
        this.samps[0].innerHTML = this.lines.slice(Math.max(0, count - this.head), count).join("\n");
        this.drawn = count;
      }
      this.clock.textContent = t.at(Math.min(this.now, this.total).toFixed(1), this.total.toFixed(1));
    }

    end() {
      cancelAnimationFrame(this.frame);
      this.samps.forEach((samp, n) => (samp.innerHTML = this.whole[n]));
      this.box.removeAttribute("style");
      this.clock.remove();
      this.terminal.classList.remove("is-replayed");
      this.terminal.removeEventListener("keydown", this.onKey);
      label(this.button, t.play, "");
      playing.delete(this.terminal);
    }
  }

  // Without motion: the time of each line beside it, until it is asked for again.
  function toggleTimes(terminal, button) {
    const shown = terminal.querySelectorAll(".terminal-at");
    if (shown.length) {
      shown.forEach((time) => time.remove());
      label(button, t.show, "");
      return;
    }
    let line = 0;
    const all = times(terminal);
    for (const samp of terminal.querySelectorAll(".terminal-output samp")) {
      samp.innerHTML = samp.innerHTML
        .split("\n")
        .map((html) => `<span class="terminal-at">${all[line++].toFixed(1).padStart(6)} </span>${html}`)
        .join("\n");
    }
    label(button, t.hide, "times");
  }

  return {
    toggle(terminal, button) {
      const replay = playing.get(terminal);
      if (replay) {
        if (replay.frame) replay.pause();
        else replay.go();
      } else if (still()) {
        toggleTimes(terminal, button);
      } else {
        const begun = new Replay(terminal, button);
        playing.set(terminal, begun);
        begun.begin();
      }
    },
  };
})();
