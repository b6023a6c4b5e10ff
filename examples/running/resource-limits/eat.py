"""Takes 10 MB of memory again and again, and says how much it has."""

taken = []
for total in range(10, 201, 10):
    taken.append(b"x" * 10_000_000)
    print(f"{total} MB", flush=True)
