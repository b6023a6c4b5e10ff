FROM busybox
RUN curl --version
