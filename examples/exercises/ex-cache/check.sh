#!/bin/sh
# Says line by line what is right and what is still missing. Exit code 0 means solved.
# shellcheck disable=SC2329 # `check` calls the functions below
failed=0
check() {
  says=$1
  shift
  if "$@" >/dev/null 2>&1; then
    echo "ok       $says"
  else
    echo "missing  $says"
    failed=1
  fi
}

# Builds a copy of this folder, changes main.py in it, and builds once more.
copy=$(mktemp -d)
cp -R . "$copy"
installed='import idna, os; print(os.stat(idna.__file__).st_mtime_ns)'

first=$(docker build -q "$copy")
before=$(docker run --rm --entrypoint python "$first" -c "$installed")
echo 'print("main.py was changed")' >>"$copy/main.py"
second=$(docker build -q "$copy")
after=$(docker run --rm --entrypoint python "$second" -c "$installed")
answer=$(docker run --rm "$second" | tail -n 1)
docker rmi -f "$first" "$second" >/dev/null
rm -r "$copy"

check "the image builds, and the package is in it" test -n "$before"
check "a change in main.py reaches the image" test "$answer" = "main.py was changed"
check "a change in main.py does not install the packages again" test "${before:-never}" = "$after"

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
