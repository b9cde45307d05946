package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"
)

// line is a kept connection to a server, like a browser's. It speaks just enough
// HTTP/1.1 (RFC 9112) to send a ready request and tell answers apart: a full client
// would take more of the processor than the server it measures.
type line struct {
	conn net.Conn
	in   *bufio.Reader
}

// reply is what matters of an answer. The body was read.
type reply struct {
	status   int
	location string
	size     int // bytes of the body
}

// slowest is for how long an answer is waited for at most.
const slowest = time.Minute

// lines are the connections of a crowd; each request borrows one.
type lines chan *line

func openLines(address string, n int) (lines, error) {
	free := make(lines, n)
	for range n {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return nil, errors.Join(err, free.close())
		}
		free <- &line{conn, bufio.NewReaderSize(conn, 32<<10)}
	}
	return free, nil
}

// close hangs up; all lines must have been given back.
func (free lines) close() error {
	close(free)
	var err error
	for l := range free {
		err = errors.Join(err, l.conn.Close())
	}
	return err
}

// closeAfter hangs up at the end of a measurement and keeps its first error.
func (free lines) closeAfter(err *error) { *err = errors.Join(*err, free.close()) }

func (free lines) ask(ctx context.Context, request []byte) (reply, error) {
	l := <-free
	defer func() { free <- l }()
	if err := ctx.Err(); err != nil {
		return reply{}, err
	}
	if err := l.conn.SetDeadline(time.Now().Add(slowest)); err != nil {
		return reply{}, err
	}
	if _, err := l.conn.Write(request); err != nil {
		return reply{}, err
	}
	return l.read()
}

// read takes one answer off the line.
func (l *line) read() (r reply, err error) {
	if r.status, err = l.status(); err != nil {
		return r, err
	}
	r.size = -1
	for {
		header, err := l.in.ReadSlice('\n')
		if err != nil {
			return r, err
		}
		if header = bytes.TrimSpace(header); len(header) == 0 {
			break
		}
		name, value, _ := bytes.Cut(header, []byte(": "))
		switch string(name) {
		case "Content-Length":
			r.size, err = strconv.Atoi(string(value))
		case "Location":
			r.location = string(value)
		}
		if err != nil {
			return r, err
		}
	}
	if r.size < 0 {
		return r, fmt.Errorf("an answer with status %d does not say how long it is", r.status)
	}
	_, err = l.in.Discard(r.size)
	return r, err
}

func (l *line) status() (int, error) {
	first, err := l.in.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	fields := bytes.Fields(first)
	if len(fields) < 2 {
		return 0, fmt.Errorf("not an answer: %q", first)
	}
	return strconv.Atoi(string(fields[1]))
}
