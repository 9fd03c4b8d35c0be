// What libraries lose, whatever is given back; the leak sanitizer asks for this list. Fontconfig
// 2.14: two patterns (288 bytes, once a process) in its own matching. libsndfile: what libvorbis
// took for an Ogg file that is broken in its first pages. libpqxx 6.4: the result of a query whose
// connection broke.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libfontconfig.so\nleak:libvorbis\nleak:libpqxx\n";
}
