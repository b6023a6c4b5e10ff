FROM busybox
COPY main.py .
RUN wc -l settings.ini
