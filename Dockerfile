# The image holds the program, the certificates it knows mail servers by, and an
# empty /tmp for large spreadsheets: no shell, no package manager, no root.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags="-s -w" -o /image/usr/local/bin/convene ./cmd/convene
# The whole file system of the image is made here: copied at once, its folders
# keep their permissions.
RUN mkdir -m 1777 /image/tmp && \
    install -D -m 644 /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ca-certificates.crt

FROM scratch
COPY --from=build /image/ /
USER 65532:65532
ENV CONVENE_LISTEN=0.0.0.0:8080
EXPOSE 8080
# Exec form: there is no shell. The program asks its own /readyz.
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s --retries=3 CMD ["/usr/local/bin/convene", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/convene"]
CMD ["serve"]
