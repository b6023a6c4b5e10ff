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

# A mount would make the volume, so it is looked up first.
docker volume inspect notes-restored >/dev/null 2>&1 && restored=notes-restored
archive="type=bind,src=$PWD/notes.tar,dst=/notes.tar,readonly"

unpacked() {
  docker run --rm -v notes:/notes:ro --mount "$archive" busybox:1.37 \
    sh -c 'mkdir /copy && tar -xf /notes.tar -C /copy &&
      for top in /copy /copy/*; do diff -r /notes "$top" && exit; done; exit 1'
}
same() {
  test -n "$restored" &&
    docker run --rm -v notes:/notes:ro -v "$restored:/copy:ro" busybox:1.37 diff -r /notes /copy
}
owners() {
  docker run --rm -v "$1:/notes:ro" -w /notes busybox:1.37 \
    sh -c 'find . -exec stat -c "%n %u %g %a" {} + | sort'
}
same_owners() {
  test -n "$restored" && test "$(owners notes)" = "$(owners "$restored")"
}

check "notes.tar holds every file of the volume notes" unpacked
check "the volume notes-restored holds the same files" same
check "with the same owners and rights" same_owners

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
