package mail

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
)

// leaf is one part of a message that is not a multipart.
type leaf struct {
	mediaType string
	params    map[string]string
	file      string // of Content-Disposition
	body      string
}

// parsed is a MIME message taken apart with the standard library alone.
type parsed struct {
	header netmail.Header
	leaves []leaf
}

// header reads a field with its encoded words decoded (RFC 2047).
func (p *parsed) field(t *testing.T, name string) string {
	t.Helper()
	decoded, err := new(mime.WordDecoder).DecodeHeader(p.header.Get(name))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return decoded
}

func parse(t *testing.T, raw []byte) *parsed {
	t.Helper()
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("not a message: %v\n%s", err, raw)
	}
	p := &parsed{header: msg.Header}
	p.walk(t, msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Header.Get("Content-Disposition"), msg.Body)
	return p
}

func (p *parsed) walk(t *testing.T, contentType, encoding, disposition string, body io.Reader) {
	t.Helper()
	mediaType, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatalf("content type %q: %v", contentType, err)
	}
	if !strings.HasPrefix(mediaType, "multipart/") {
		p.leaves = append(p.leaves, readLeaf(t, mediaType, params, encoding, disposition, body))
		return
	}
	parts := multipart.NewReader(body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", mediaType, err)
		}
		p.walk(t, part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part.Header.Get("Content-Disposition"), part)
	}
}

func readLeaf(t *testing.T, mediaType string, params map[string]string, encoding, disposition string, body io.Reader) leaf {
	t.Helper()
	switch encoding {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	default:
		t.Fatalf("part %s: transfer encoding %q", mediaType, encoding)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		t.Fatalf("part %s: %v", mediaType, err)
	}
	l := leaf{mediaType: mediaType, params: params, body: string(content)}
	if disposition != "" {
		_, named, err := mime.ParseMediaType(disposition)
		if err != nil {
			t.Fatalf("disposition %q: %v", disposition, err)
		}
		l.file = named["filename"]
	}
	return l
}
