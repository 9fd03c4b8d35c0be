#include "sound/quiet.hpp"

#include "sound/loaded_symbol_linux.hpp"

#include <cstdlib>
#include <initializer_list>

namespace crura::sound {

namespace {

using JackLogger = void (*)(const char*);
using AlsaLogger = void (*)(const char* file, int line, const char* function, int error,
                            const char* format, ...);

void say_nothing(const char*) {}
void say_nothing_of_alsa(const char*, int, const char*, int, const char*, ...) {}

} // namespace

void quieten_sound_libraries()
{
    setenv("JACK_NO_START_SERVER", "1", 0);
    for (const char* setter : {"jack_set_error_function", "jack_set_info_function"})
        if (const auto set = loaded_symbol<void (*)(JackLogger)>(setter))
            set(&say_nothing);
    if (const auto set = loaded_symbol<int (*)(AlsaLogger)>("snd_lib_error_set_handler"))
        set(&say_nothing_of_alsa);
}

} // namespace crura::sound
