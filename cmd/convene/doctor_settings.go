package main

import (
	"errors"
	"fmt"
	"net"
	"time"
)

func checkSecret(in *invocation, s *store) (string, error) {
	_, err := in.secret(s)
	return "there is one", err
}

func checkAddress(in *invocation, s *store) (string, error) {
	base, err := in.address(s)
	if err != nil {
		return "", err
	}
	if in.config.BaseURL != "" && !in.config.encrypted() {
		return "", fmt.Errorf("%s is not encrypted: personal data needs https; put a proxy with a certificate in front", base)
	}
	return base, nil
}

// checkMail only sees whether the server is there: whether it takes our mail
// shows when there is some.
func checkMail(in *invocation, s *store) (string, error) {
	if in.config.SMTP == nil {
		if demo, err := in.isDemo(s); err != nil || demo {
			return "kept in the demo, none is sent", err
		}
		return "", errors.New("CONVENE_SMTP_URL is not set: set it to your mail server, such as smtp://user:password@mail.example.org:587")
	}
	dialer := net.Dialer{Timeout: 10 * time.Second}
	conn, err := dialer.DialContext(in.ctx, "tcp", in.config.SMTP.String())
	if err != nil {
		return "", fmt.Errorf("the mail server cannot be reached, mail waits: %w", err)
	}
	return in.config.SMTP.String() + " can be reached", conn.Close()
}
