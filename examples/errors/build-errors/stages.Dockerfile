FROM busybox AS development
CMD ["echo", "development"]

FROM busybox AS production
CMD ["echo", "production"]
