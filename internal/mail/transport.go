package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// How long the mail server may take. See lease for the sum.
const (
	connectTimeout = 15 * time.Second // until the connection stands
	serverTimeout  = 40 * time.Second // for greeting and password; and for each letter
	stopTimeout    = 5 * time.Second  // for the letter under way when the program is told to stop
)

// away tells that there is no way to the mail server at present: it cannot be
// reached, or refuses encryption, the password or the sender. No letter is to
// blame, and none is lost over a wrong setting.
type away struct{ err error }

func (a away) Error() string { return "the mail server is away: " + a.err.Error() }
func (a away) Unwrap() error { return a.err }

// session sends letters over one connection, made when the first is sent and
// made again when it broke. Not for concurrent use.
type session struct {
	server *SMTP
	helo   string
	tls    *tls.Config
	client *gomail.Client
	smtp   *smtp.Client
	conn   net.Conn
	unhook func() bool
}

// send delivers one letter; nil means that the server has taken it over. An away
// error means that the letter was not tried; any other is about the letter.
func (s *session) send(ctx context.Context, msg *gomail.Msg) error {
	if s.smtp == nil {
		if err := s.open(ctx); err != nil {
			s.drop()
			return away{err}
		}
	}
	err := s.client.SendWithSMTPClient(s.smtp, msg)
	switch {
	case refusesUs(err):
		return away{err}
	case brokenLine(err):
		s.drop()
	}
	return err
}

func (s *session) open(ctx context.Context) (err error) {
	if s.client, err = gomail.NewClient(s.server.Host, s.options()...); err != nil {
		return err
	}
	if s.smtp, err = s.client.DialToSMTPClientWithContext(ctx); err != nil {
		return err
	}
	conn := s.conn
	s.unhook = context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Now().Add(stopTimeout)) })
	return nil
}

// options of go-mail: no name of this machine in the greeting, no needless
// commands between letters, and of the ways to say a password those that send it
// in clear only where the connection is encrypted or stays on this machine.
func (s *session) options() []gomail.Option {
	policy := gomail.NoTLS
	if s.server.Security == STARTTLS {
		policy = gomail.TLSMandatory
	}
	options := []gomail.Option{
		gomail.WithPort(s.server.Port), gomail.WithHELO(s.helo), gomail.WithTimeout(serverTimeout),
		gomail.WithTLSPolicy(policy), gomail.WithTLSConfig(s.tlsConfig()), gomail.WithDialContextFunc(s.dial),
		gomail.WithoutNoop(), gomail.WithoutRset(),
	}
	if s.server.User == "" {
		return options
	}
	return append(options, gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.Pass),
		gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
}

func (s *session) tlsConfig() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.tls != nil {
		config = s.tls.Clone()
	}
	config.ServerName = cmp.Or(config.ServerName, s.server.Host)
	return config
}

// dial makes the connection itself, because go-mail keeps none to close when
// greeting, encryption or password fail.
func (s *session) dial(ctx context.Context, network, address string) (conn net.Conn, err error) {
	dialer := &net.Dialer{Timeout: connectTimeout}
	if s.server.Security == TLS {
		conn, err = (&tls.Dialer{NetDialer: dialer, Config: s.tlsConfig()}).DialContext(ctx, network, address)
	} else {
		conn, err = dialer.DialContext(ctx, network, address)
	}
	s.conn = conn
	return conn, err
}

// close says goodbye and ends the connection.
func (s *session) close() error {
	if s.smtp == nil {
		return nil
	}
	err := s.smtp.Quit()
	s.drop()
	return err
}

// drop ends the connection without a word: after a lost answer the next word
// might be taken for a line of the letter.
func (s *session) drop() {
	if s.unhook != nil {
		s.unhook()
	}
	if s.conn != nil {
		_ = s.conn.Close() // nothing is pending on it
	}
	s.smtp, s.conn, s.unhook = nil, nil, nil
}

// isAway tells whether an error is about the way to the server.
func isAway(err error) bool { return errors.As(err, new(away)) }
