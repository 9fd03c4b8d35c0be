// What the sanitizers find in libraries and not in us; they ask for these lists.

extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions();

// Lost, whatever is given back. Fontconfig 2.14: two patterns (288 bytes, once a process) in its
// own matching. libsndfile: what libvorbis took for an Ogg file that is broken in its first pages.
// libpqxx 6.4: the result of a query whose connection broke.
extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libfontconfig.so\nleak:libvorbis\nleak:libpqxx\n";
}

// Pango asks fontconfig for the fonts in a thread of its own and waits for it with GLib's locks:
// none of them, nor what they draw with, is compiled for this sanitizer, which sees the memory and
// not the locks.
extern "C" const char* __tsan_default_suppressions()
{
    return "race:libfontconfig.so\nrace:libpango\nrace:libglib-2.0.so\nrace:libharfbuzz.so\n"
           "race:libcairo.so\nrace:libfreetype.so\nrace:libpixman-1.so\n";
}
