package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// sink is a mail server that asks for encryption and a password, and keeps what
// it is given.
type sink struct {
	address string
	trust   string       // file with the certificate that a program must trust
	takes   atomic.Int64 // nanoseconds it takes a letter

	mu      sync.Mutex
	letters map[string][]*letter // by recipient, the oldest first
}

const sinkUser, sinkPassword = "convene", "p: %w/d"

func newSink(t *testing.T) *sink {
	t.Helper()
	s := &sink{letters: map[string][]*letter{}}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		_, encrypted := c.TLSConnectionState()
		return &sinkSession{sink: s, encrypted: encrypted}, nil
	}))
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{s.certificate(t)}, MinVersion: tls.VersionTLS12}
	server.ErrorLog = log.New(io.Discard, "", 0) // a killed program hangs up in the middle
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	done := make(chan struct{})
	go func() { _ = server.Serve(listener); close(done) }()
	t.Cleanup(func() { _, _ = listener.Close(), server.Close(); <-done })
	return s
}

// env is how a program finds the sink and trusts it.
func (s *sink) env() []string {
	return []string{
		"CONVENE_SMTP_URL=smtp://" + url.UserPassword(sinkUser, sinkPassword).String() + "@" + s.address + "?tls=starttls",
		"SSL_CERT_FILE=" + s.trust,
	}
}

// to are the letters an address got so far.
func (s *sink) to(address string) []*letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*letter(nil), s.letters[address]...)
}

// certificate makes one for 127.0.0.1 and writes it where it can be trusted.
func (s *sink) certificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	s.trust = filepath.Join(t.TempDir(), "sink.pem")
	if err := os.WriteFile(s.trust, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// sinkSession is one connection.
type sinkSession struct {
	*sink
	encrypted, known bool
	recipient        string
}

func (s *sinkSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *sinkSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if !s.encrypted || user != sinkUser || password != sinkPassword {
			return errors.New("wrong password, or one that everybody could read")
		}
		s.known = true
		return nil
	}), nil
}

func (s *sinkSession) Mail(string, *smtp.MailOptions) error {
	if !s.known {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error { s.recipient = to; return nil }

// Data takes a letter over; one that cannot be read is refused, which the test
// notices by its absence.
func (s *sinkSession) Data(r io.Reader) error {
	time.Sleep(time.Duration(s.takes.Load()))
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	l, err := readLetter(body)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters[s.recipient] = append(s.letters[s.recipient], l)
	return nil
}

func (s *sinkSession) Reset()        {}
func (s *sinkSession) Logout() error { return nil }
