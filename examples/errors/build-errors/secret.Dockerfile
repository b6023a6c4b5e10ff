FROM busybox
RUN --mount=type=secret,id=api-key,required=true test -s /run/secrets/api-key
