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

docker compose down -v -t 1 >/dev/null 2>&1
docker compose up -d --wait >/dev/null 2>&1
started=$?
password=$(cat db-password.txt 2>/dev/null)
db=$(docker compose ps -aq db)

# Over the network: inside its own container the database asks for no password.
opens() {
  docker compose exec -T -e PGPASSWORD="$1" db psql -h db -U postgres -c 'SELECT 1'
}
refuses() {
  test "$started" = 0 && ! opens "$1"
}
hides() {
  ! grep -qF "${password:-example}"
}

check "db-password.txt holds a password" test -n "$password"
check "the database starts" test "$started" = 0
check "it opens with that password" opens "${password:-none}"
check "it does not open with the old one" refuses example
check "docker inspect does not show the password" hides <<EOF
$(docker inspect "$db")
EOF
check "docker compose config does not show it" hides <<EOF
$(docker compose config)
EOF

if [ "$failed" = 0 ]; then
  echo "Solved."
else
  echo "Not yet."
fi
exit "$failed"
