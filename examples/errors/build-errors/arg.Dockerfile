ARG BASE
FROM ${BASE}
CMD ["echo", "hello"]
