FROM busybox
WORKDIR /app
COPY main.py .
