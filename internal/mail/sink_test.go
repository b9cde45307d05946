package mail

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// sink is a real SMTP server that keeps what it is given. answer, when set,
// decides on each recipient; ended is called after each letter's last line.
type sink struct {
	addr   *net.TCPAddr
	server *smtp.Server
	roots  *tls.Config // for clients: trusts the server's certificate
	down   func()      // ends the server; may be called again

	mu      sync.Mutex
	letters [][]byte
	to      []string
	greeted []string // names the clients gave
	answer  func(to string) error
	ended   func()
}

// sinkPassword is the password of the user "convene".
const sinkPassword = "s p:c/%"

type sinkOptions struct {
	startTLS, implicitTLS, auth bool
	mechanisms                  []string // of auth, PLAIN when nil
	addr                        string   // "" is a free port
}

func newSink(t *testing.T, o sinkOptions) *sink {
	t.Helper()
	s := &sink{}
	certificate, roots := selfSigned(t)
	s.roots = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	s.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return s.session(c, o)
	}))
	s.server.Domain = "sink.test"
	s.server.ErrorLog = log.New(io.Discard, "", 0)
	s.server.AllowInsecureAuth = true // the client must refuse, not this server
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	if o.startTLS {
		s.server.TLSConfig = config
	}
	s.listen(t, o, config)
	return s
}

func (s *sink) listen(t *testing.T, o sinkOptions, config *tls.Config) {
	t.Helper()
	if o.addr == "" {
		o.addr = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().(*net.TCPAddr)
	if o.implicitTLS {
		l = tls.NewListener(l, config)
	}
	done := make(chan struct{})
	go func() { _ = s.server.Serve(l); close(done) }()
	s.down = func() { // the listener too: Close misses one that Serve has not seen yet
		_, _ = l.Close(), s.server.Close()
		<-done
	}
	t.Cleanup(s.down)
}

func (s *sink) session(c *smtp.Conn, o sinkOptions) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.greeted = append(s.greeted, c.Hostname())
	_, encrypted := c.TLSConnectionState()
	plain := &sinkSession{sink: s, known: !o.auth && encrypted == (o.startTLS || o.implicitTLS)}
	if !o.auth {
		return plain, nil
	}
	if o.mechanisms == nil {
		o.mechanisms = []string{sasl.Plain}
	}
	return &sinkAuthSession{plain, o.mechanisms, encrypted}, nil
}

// received gives the letters so far.
func (s *sink) received() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([][]byte(nil), s.letters...)
}

// recipients gives whom the letters so far went to.
func (s *sink) recipients() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.to...)
}

// greetings gives the names the clients gave, one a connection or encryption.
func (s *sink) greetings() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.greeted...)
}

// answers sets what recipients are answered from now on; nil takes them all.
func (s *sink) answers(answer func(to string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// url is the address for ParseURL, with user and password where asked for.
func (s *sink) url(scheme, user, query string) string {
	return scheme + "://" + user + s.addr.String() + query
}

type sinkSession struct {
	*sink
	known bool // may send: over the encryption and with the password that is asked for
	rcpt  string
}

func (s *sinkSession) Reset()        {}
func (s *sinkSession) Logout() error { return nil }
func (s *sinkSession) Mail(string, *smtp.MailOptions) error {
	if !s.known {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.rcpt = to
	s.mu.Lock()
	answer := s.answer
	s.mu.Unlock()
	if answer == nil {
		return nil
	}
	return answer(to)
}

func (s *sinkSession) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = append(s.letters, bytes.Clone(body))
	s.to = append(s.to, s.rcpt)
	if s.ended != nil {
		s.ended()
	}
	return nil
}

type sinkAuthSession struct {
	*sinkSession
	mechanisms []string
	encrypted  bool
}

func (s *sinkAuthSession) AuthMechanisms() []string { return s.mechanisms }

func (s *sinkAuthSession) Auth(mechanism string) (sasl.Server, error) {
	check := func(user, password string) error {
		if user != "convene" || password != sinkPassword || !s.encrypted {
			return errors.New("wrong password, or one that everybody could read")
		}
		s.known = true
		return nil
	}
	if mechanism == sasl.Login {
		return &loginServer{check: check}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
}

// loginServer is the server's side of AUTH LOGIN, which go-sasl has not.
type loginServer struct {
	check func(user, password string) error
	user  string
	step  int
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	l.step++
	switch l.step {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.user = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.user, string(response))
}

// selfSigned makes a certificate for 127.0.0.1 and the pool that trusts it.
func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, pool
}
