// The report of what differs on a reader's machine. Loaded with the first click on its button; sends nothing itself.
window.guide.report = (() => {
  "use strict";

  const TEXTS = {
    ko: {
      report: "내 컴퓨터에서는 다릅니다",
      reportHow: "아래 글에 내 컴퓨터의 버전과 출력을 덧붙입니다. 자동으로 보내지는 것은 없습니다.",
      reportCopyHow: "복사해서 안내서를 관리하는 사람에게 전해 주십시오.",
      copy: "복사",
      copied: "복사했습니다.",
      send: "저장소에 보고하기",
      close: "닫기",
      page: "페이지",
      command: "명령",
      record: "이 안내서의 기록",
      versions: "내 버전(`docker version`의 출력)",
      output: "내 컴퓨터에서 나온 출력",
    },
    en: {
      report: "This differs on my machine",
      reportHow: "Add the versions and the output of your machine to the text below. Nothing is sent automatically.",
      reportCopyHow: "Copy it, and send it to whoever maintains this guide.",
      copy: "Copy",
      copied: "Copied.",
      send: "Report it in the repository",
      close: "Close",
      page: "Page",
      command: "Command",
      record: "What this guide recorded",
      versions: "My versions (the output of `docker version`)",
      output: "The output on my machine",
    },
  };
  const t = TEXTS[document.documentElement.lang] || TEXTS.en;
  const { element } = window.guide;

  function reportText(terminal) {
    const address = `${location.href.split("#")[0]}${terminal.id ? `#${terminal.id}` : ""}`;
    const command = terminal.querySelector(".terminal-command code").textContent.trimEnd();
    const record = terminal.querySelector(".terminal-record pre").textContent.trim();
    return [
      `${t.page}: ${address}`,
      `${t.command}:\n\n    ${command.replaceAll("\n", "\n    ")}`,
      `${t.record}:\n\n    ${record.replaceAll("\n", "\n    ")}`,
      `${t.versions}:\n\n`,
      `${t.output}:\n\n`,
    ].join("\n\n");
  }

  async function copy(area) {
    try {
      await navigator.clipboard.writeText(area.value);
    } catch {
      area.select(); // not allowed to, as on a page opened from a file
      document.execCommand("copy");
    }
  }

  function open(terminal) {
    const repository = document.querySelector("a.md-source")?.href;
    const area = element("textarea", {
      rows: 16,
      spellcheck: "false",
      "aria-label": t.report,
      translate: "no",
    });
    area.value = reportText(terminal);
    const status = element("span", { role: "status" });
    const copying = element("button", { type: "button", class: "md-button" }, t.copy);
    copying.addEventListener("click", async () => {
      await copy(area);
      status.textContent = t.copied;
    });
    const closing = element("button", { type: "button", class: "md-button" }, t.close);
    const buttons = element("p", { class: "report-buttons" }, copying);
    if (repository) {
      const sending = element(
        "a",
        { class: "md-button md-button--primary", href: repository, rel: "noopener" },
        t.send,
      );
      sending.addEventListener("click", () => {
        const title = `${terminal.id || document.title}: ${t.report}`;
        const query = new URLSearchParams({ title, body: area.value });
        sending.href = `${repository.replace(/\/$/, "")}/issues/new?${query}`;
      });
      buttons.append(sending);
    }
    buttons.append(closing, status);
    const how = repository ? t.reportHow : `${t.reportHow} ${t.reportCopyHow}`;
    const title = element("h2", { id: "report-title" }, t.report);
    const dialog = element(
      "dialog",
      { class: "report md-typeset", "aria-labelledby": "report-title" },
      title,
      element("p", {}, how),
      area,
      buttons,
    );
    closing.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    // The theme's shortcuts, such as the one for the search, are for the page beneath.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    document.body.append(dialog);
    dialog.showModal();
  }

  return { open };
})();
