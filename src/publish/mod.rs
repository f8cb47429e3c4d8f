//! Archive first, record, outbox last; write once, rename into place.
