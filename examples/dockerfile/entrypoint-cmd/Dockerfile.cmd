FROM busybox:1.37
CMD ["echo", "hello"]
