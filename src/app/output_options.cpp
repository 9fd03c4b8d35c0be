#include "app/output_options.hpp"

namespace crura::app {
namespace {

void add_sound(CLI::App& command, OutputOptions& output)
{
    command.add_option(
        "--audio", output.audio,
        "Sound output, by a part of its name; 'none' for silence (see crura devices)");
    command.add_option("--audio-rate", output.audio_rate_hz, "Its sample rate in Hz")
        ->check(CLI::Range(44100., 192000.));
    command.add_option("--audio-buffer", output.audio_frames, "Frames in each of its buffers")
        ->check(CLI::Range(16, 8192));
    command.add_option("--channels", output.channel_map,
                       "What each channel is given, as in left,right,none,touch");
    command.add_option("--volume", output.volume_db, "Volume in dB; 0 is calm")
        ->check(CLI::Range(-60., 12.));
    command.add_option("--ceiling", output.ceiling_db, "Volume in dB that is never exceeded")
        ->check(CLI::Range(-60., 12.));
    command.add_option("--soundscape", output.soundscape,
                       "What sounds, by its name or its file (see crura soundscapes)");
    command.add_option("--music", output.music, "Music of your own: a file or a folder");
    command.add_option("--voice", output.voice,
                       "Who speaks, by the pack's name or its folder; 'none' for nobody");
}

void add_midi(CLI::App& command, OutputOptions& output)
{
    command.add_option(
        "--midi", output.midi,
        "MIDI output, by a part of its name; 'none' for none; otherwise a port named Crura");
    command.add_option("--midi-map", output.midi_map, "File that says what is sent as what");
    command.add_option_function<std::string>(
        "--midi-control", [&output](const std::string& port) { output.midi_control = port; },
        "Hear pedals and pads at this MIDI input; '' for a port named Crura control");
}

void add_others(CLI::App& command, OutputOptions& output)
{
    command.add_option("--osc", output.osc, "Tell other programs by OSC: PORT or HOST:PORT");
    command.add_option("--osc-prefix", output.osc_prefix, "What each OSC address begins with")
        ->capture_default_str();
    command.add_option("--osc-control", output.osc_control,
                       "Take commands by OSC at PORT or HOST:PORT");
    command.add_option("--touch", output.touch,
                       "Feel the breath: line:PORT, line (the board that measures), "
                       "rumble[:NAME], audio:NAME or none");
    command.add_option("--touch-strength", output.touch_strength, "At its strongest, 0 .. 1")
        ->check(CLI::Range(0., 1.))
        ->capture_default_str();
    command.add_option("--touch-start", output.touch_start, "Below this a motor stands still")
        ->check(CLI::Range(0., 1.))
        ->capture_default_str();
    command.add_option("--touch-channels", output.touch_channels, "Channels of audio:NAME")
        ->capture_default_str();
    command.add_flag("--touch-probe", output.touch_probe)->group(""); // for bench/latency
}

} // namespace

void add_output(CLI::App& command, OutputOptions& output)
{
    add_sound(command, output);
    add_midi(command, output);
    add_others(command, output);
}

void add_sources(CLI::App& command, std::vector<std::string>& sources)
{
    command.add_option(
        "--source", sources,
        "Sensor: simulator[:KIND], line:PORT, witmotion:CHEST_PORT,BELLY_PORT, "
        "osc:[HOST:]PORT[,MAP] or play:FILE; may be given more than once. Without it: what is "
        "plugged in, else the simulated body");
}

} // namespace crura::app
