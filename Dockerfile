# The guide as an image: built strictly, served by a web server that is nobody in particular.
#   docker build -t guide . && docker run --rm -p 127.0.0.1:8080:8080 guide
FROM python:3.13-slim AS build
WORKDIR /guide
# Before the pages, so that a changed page does not install everything anew.
COPY requirements/site.txt requirements/
RUN pip install --no-cache-dir --no-compile --root-user-action=ignore --require-hashes -r requirements/site.txt
COPY . .
ARG SITE_URL=""
ARG REPO_URL=""
RUN python -m mkdocs build --strict --site-dir /site

# The major version alone: a web server wants its fixes more than an exact number.
FROM nginx:1
COPY web/nginx.conf /etc/nginx/nginx.conf
COPY --from=build /site /usr/share/nginx/html
# The number of the image's own user nginx: Kubernetes can tell that it is not root by a number alone.
USER 101:101
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s \
  CMD ["curl", "--silent", "--fail", "--output", "/dev/null", "http://127.0.0.1:8080/"]
# Not the image's entry point, which edits its configuration: here everything may be read-only.
ENTRYPOINT ["nginx"]
CMD ["-g", "daemon off;"]
