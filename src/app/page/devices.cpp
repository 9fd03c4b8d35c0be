#include "app/page/reply.hpp"
#include "app/page/requests.hpp"
#include "app/page/values.hpp"
#include "app/paths.hpp"
#include "app/places.hpp"
#include "audio/audio_out.hpp"
#include "audio/soundscape_loader.hpp"
#include "devices/serial_port.hpp"
#include "midi/midi_out.hpp"
#include "speech/pack.hpp"

#include <fmt/format.h>

namespace crura::app::page {

using json::Json;

namespace {

Json serial_ports()
{
    Json::Array array;
    for (const auto& port : crura::devices::list_serial_ports())
        array.push_back(
            Json::Object{{"name", port.name},
                         {"text", port.usb_product.empty() ? port.description : port.usb_product}});
    return array;
}

Json sound_outputs()
{
    Json::Array array;
    for (const auto& output : audio::list_audio_outputs())
        array.push_back(Json::Object{
            {"name", output.name},
            {"text", fmt::format("{}, {} channels", output.host_api, output.max_channels)},
            {"is_default", output.is_default}});
    return array;
}

Json soundscapes()
{
    Json::Array array;
    for (const auto& found : audio::find_soundscapes(soundscape_folders()))
        if (const auto soundscape = audio::load_soundscape(found.file))
            array.push_back(Json::Object{
                {"id", found.id}, {"name", soundscape->name}, {"summary", soundscape->summary}});
    return array;
}

Json voices()
{
    Json::Array array;
    for (const auto& folder : speech::find_packs(voice_folders()))
        if (const auto pack = speech::load_pack(folder))
            array.push_back(Json::Object{{"id", folder.filename().string()},
                                         {"name", pack->name},
                                         {"language", pack->language},
                                         {"about", pack->about}});
    return array;
}

} // namespace

web::Response devices(const Call&)
{
    return good(Json::Object{{"serial", serial_ports()},
                             {"audio", sound_outputs()},
                             {"midi", json_of(midi::list_midi_outputs())},
                             {"soundscapes", soundscapes()},
                             {"voices", voices()},
                             {"folder", shown(own_places().data)}});
}

} // namespace crura::app::page
