FROM busybox
WORKDIR /app
COPY app.py .
