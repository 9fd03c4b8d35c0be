#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>

// What libraries lose, whatever is given back: fontconfig 2.14 two patterns (288 bytes, once a
// process) in its own matching; libsndfile forgets what libvorbis took for an Ogg file that is
// broken in its first pages.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libfontconfig.so\nleak:libvorbis\n";
}
