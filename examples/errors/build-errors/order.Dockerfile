WORKDIR /app
FROM busybox
COPY main.py .
