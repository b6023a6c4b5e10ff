FROM busybox
WORKDIR /app
COPPY main.py .
