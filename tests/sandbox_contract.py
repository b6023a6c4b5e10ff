"""What every sandbox keeps; run against the real one and against its stand-in for unit tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from livedoc.sandbox import Sandbox
from livedoc.shell import Shell
from livedoc.text import OUTPUT_LIMIT


class SandboxContract:
    """Needs a fixture `sandbox` that returns an empty sandbox."""

    @pytest.fixture
    def shell(self, sandbox: Sandbox) -> Iterator[Shell]:
        """Return a shell in the folder `example`."""
        sandbox.put({}, "example")
        shell = sandbox.shell("example")
        yield shell
        shell.close()

    def test_directory_and_variables_last_from_step_to_step(self, shell: Shell) -> None:
        """`cd`, `export`, plain variables and functions last, as they do for a reader."""
        shell.run("mkdir sub && cd sub; export A=1; B=2; hi() { echo hi; }", timeout=10)
        result = shell.run('basename "$PWD"; echo $A$B; hi; bash -c "echo [$A$B]"', timeout=10)
        assert result.output == "sub\n12\nhi\n[12]\n"

    def test_both_outputs_come_in_the_order_they_were_printed(self, shell: Shell) -> None:
        """Error messages stand where a reader sees them."""
        command = "for i in 1 2 3; do echo out $i; echo err $i >&2; done"
        result = shell.run(command, timeout=10)
        assert result.output == "out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n"

    def test_it_is_told_when_the_lines_came(self, shell: Shell) -> None:
        """The times are those of the lines, not of the command's end."""
        result = shell.run("echo a; sleep 0.6; echo b; sleep 0.6; printf c", timeout=10)
        times = [at for at, count in result.arrivals for _ in range(count)]
        assert len(times) == 3
        # A busy machine makes the pauses longer, never shorter.
        assert times[1] - times[0] > 0.4 and times[2] - times[1] > 0.4
        assert times[2] <= result.seconds

    @pytest.mark.parametrize("code", [0, 1, 42, 255])
    def test_the_exit_code_comes_back(self, shell: Shell, code: int) -> None:
        """The code is that of the command, and the shell lives on."""
        result = shell.run(f"(exit {code})", timeout=10)
        assert (result.exit, result.output, result.ended) == (code, "", "exit")
        assert shell.run("echo on", timeout=10).output == "on\n"

    def test_output_without_a_newline_is_as_it_is(self, shell: Shell) -> None:
        """Nothing is added to, or taken from, what a command printed."""
        assert shell.run("printf abc", timeout=10).output == "abc"
        assert shell.run("printf '\\n\\nabc\\n\\n'", timeout=10).output == "\n\nabc\n\n"

    def test_the_standard_input_is_empty(self, shell: Shell) -> None:
        """A command that reads ends at once, and does not eat the steps that follow."""
        assert shell.run("cat; read line; echo $?", timeout=10).output == "1\n"

    def test_typed_lines_are_read(self, shell: Shell) -> None:
        """Input is there for the step that has it, and for no other."""
        result = shell.run('read a; read b; echo "$b $a"', timeout=10, typed=("one", "it's $two"))
        assert result.output == "it's $two one\n"
        assert shell.run("cat", timeout=10).output == ""

    def test_a_command_is_run_as_it_stands(self, shell: Shell) -> None:
        """Here-documents, continued lines, quotes, comments and Hangul reach bash verbatim."""
        command = "cat <<'E'\n$HOME \"한글\" `x`\nE\necho a \\\n  b # comment"
        assert shell.run(command, timeout=10).output == '$HOME "한글" `x`\na b\n'

    @pytest.mark.parametrize("command", ["echo 'open", "echo $(", "if true; then", ")", "}"])
    def test_a_syntax_error_does_not_end_the_shell(self, shell: Shell, command: str) -> None:
        """The message comes back with a code, and the next step runs."""
        result = shell.run(command, timeout=10)
        assert result.exit != 0 and result.ended == "exit"
        assert "syntax error" in result.output or "unexpected" in result.output
        assert shell.run("echo on", timeout=10).output == "on\n"

    def test_a_step_that_ends_the_shell_is_found_out(self, shell: Shell) -> None:
        """`exit` is reported as what it is, with its code, and so is each step after it."""
        result = shell.run("echo bye; exit 3", timeout=10)
        assert (result.output, result.exit, result.ended) == ("bye\n", 3, "shell ended")
        assert shell.run("echo on", timeout=10).ended == "shell ended"

    def test_a_time_out_kills_all_that_was_started(self, sandbox: Sandbox, shell: Shell) -> None:
        """Children, background jobs and a daemon in a session of its own are gone afterwards."""
        shell.run("echo before >log", timeout=10)
        command = (
            "setsid bash -c 'while :; do echo daemon >>log; sleep 0.1; done' & "
            "(while :; do echo child >>log; sleep 0.1; done) & echo started; sleep 60"
        )
        result = shell.run(command, timeout=0.5)
        assert (result.output, result.ended) == ("started\n", "timeout")
        other = sandbox.shell("example")
        lines = other.run("cat log", timeout=10).output
        assert "daemon" in lines and "child" in lines
        assert other.run("sleep 0.3; cat log", timeout=10).output == lines
        other.close()

    def test_closing_kills_what_a_step_left_running(self, sandbox: Sandbox, shell: Shell) -> None:
        """A job in the background lives through the steps, and not on into the next example."""
        shell.run("(while :; do date +%N >now; sleep 0.1; done) >/dev/null 2>&1 &", timeout=10)
        shell.run_until("cat now", r"\d", timeout=10)
        other = sandbox.shell("example")
        ticks = 'a=$(cat now); sleep 0.3; [ "$a" = "$(cat now)" ] && echo still || echo ticking'
        assert other.run(ticks, timeout=10).output == "ticking\n"
        shell.close()
        assert other.run(ticks, timeout=10).output == "still\n"
        other.close()

    def test_a_terminal_step_has_the_shells_state(self, shell: Shell) -> None:
        """It sees a terminal, and the directory and environment that the steps before left."""
        shell.run("mkdir 'a b' && cd 'a b'; export A=\"x 'y'\"", timeout=10)
        command = 'test -t 0 && test -t 1 && echo tty; basename "$PWD"; echo "$A"; exit 7'
        result = shell.run_at_terminal(command, timeout=10)
        assert (result.output, result.exit) == ("tty\na b\nx 'y'\n", 7)
        assert shell.run("echo on", timeout=10).output == "on\n"

    def test_lines_are_typed_after_their_prompts(self, shell: Shell) -> None:
        """Each answer follows the question it belongs to, as on a reader's screen."""
        command = 'read -p "name: " a; read -p "age? " b; echo "$a is $b"'
        result = shell.run_at_terminal(command, timeout=10, typed=("Ann", "5"))
        assert result.output == "name: Ann\nage? 5\nAnn is 5\n"

    @pytest.mark.parametrize("command", ["echo tick; sleep 1000", "yes tick"])
    def test_ctrl_c_is_pressed_once_the_output_is_there(self, shell: Shell, command: str) -> None:
        """A command that never ends, at rest or in full flood, is interrupted with its code."""
        result = shell.run_at_terminal(command, timeout=10, interrupt="^tick$")
        assert "tick" in result.output and "^C" in result.output
        assert (result.exit, result.ended) == (130, "exit")

    def test_a_terminal_step_is_killed_in_time(self, shell: Shell) -> None:
        """A prompt that nobody answers does not hang the run."""
        result = shell.run_at_terminal('read -p "name: " a', timeout=0.6)
        assert (result.output, result.ended) == ("name: ", "timeout")

    def test_a_command_is_repeated_until_it_matches(self, shell: Shell) -> None:
        """The last output alone comes back."""
        result = shell.run_until("echo -n x >>n; wc -c <n", r"^\s*3$", timeout=10)
        assert (result.output.strip(), result.ended) == ("3", "exit")

    def test_what_never_matches_is_said_to(self, shell: Shell) -> None:
        """The last whole output comes back, also where a repetition was cut short."""
        command = "echo no; test -e again && sleep 60; touch again"
        result = shell.run_until(command, "^yes$", timeout=1.5)
        assert (result.output, result.ended) == ("no\n", "never matched")

    def test_endless_output_is_bounded(self, shell: Shell) -> None:
        """The two ends stay, and how much was cut is said."""
        result = shell.run("echo first; yes | head -c 3000000; echo last", timeout=30)
        assert result.output.startswith("first\n") and result.output.endswith("last\n")
        assert f"of {3_000_011:,} bytes cut here" in result.output
        assert len(result.output) < OUTPUT_LIMIT + 200

    def test_output_that_never_ends_is_stopped(self, shell: Shell) -> None:
        """A command that floods is killed at its time-out like one that is silent."""
        assert shell.run("yes", timeout=0.3).ended == "timeout"

    def test_control_bytes_do_not_break_the_protocol(self, shell: Shell) -> None:
        """Output that looks like the shell's own signals is output."""
        result = shell.run(r"printf 'a\x1e0123456789abcdef 0\nb\0c\x1e'; (exit 4)", timeout=10)
        assert (result.output, result.exit) == ("a␞0123456789abcdef 0\nb␀c␞", 4)

    def test_a_new_shell_knows_nothing_of_the_one_before(
        self, sandbox: Sandbox, shell: Shell
    ) -> None:
        """Variables and directories end with their example."""
        shell.run("export A=1; cd /", timeout=10)
        other = sandbox.shell("example")
        assert other.run('echo "[$A]"; basename "$PWD"', timeout=10).output == "[]\nexample\n"
        other.close()

    def test_the_environment_is_fixed(self, shell: Shell) -> None:
        """Language, time zone and width are the same for every run."""
        result = shell.run("echo $LANG $TZ $COLUMNS", timeout=10)
        assert result.output == "C.UTF-8 UTC 120\n"

    def test_the_readers_files_are_put_there(self, sandbox: Sandbox, tmp_path: Path) -> None:
        """Folders, contents and execute bits arrive, and a reset takes them away."""
        (tmp_path / "run.sh").write_text("#!/bin/sh\necho 한글\n", encoding="utf-8")
        (tmp_path / "run.sh").chmod(0o755)
        (tmp_path / "data").write_text("data\n")
        files = {"run.sh": tmp_path / "run.sh", "a/b/data": tmp_path / "data"}
        sandbox.put(files, "files")
        shell = sandbox.shell("files")
        result = shell.run("./run.sh; cat a/b/data; test -x a/b/data; echo $?; >a/new", timeout=10)
        assert result.output == "한글\ndata\n1\n"
        shell.close()
        sandbox.reset()
        sandbox.put({}, "files")
        again = sandbox.shell("files")
        assert again.run("ls -A; ls -A ..", timeout=10).output == "files\n"
        again.close()
